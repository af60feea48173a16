"""What is kept: plain files, no Textual, no network."""
