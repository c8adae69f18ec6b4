"""Work on lexicons: what texts hold that the lexicon lacks, how much it covers, entries added and compared."""
