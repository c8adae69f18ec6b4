"""Office Open XML (.docx) and its kin: Word 2003 XML and flat packages."""
