"""Writers: from the blocks of an edition to a string."""
