"""How the trained files of nlp are made: `make train`. Nothing here is needed to read postings."""
