"""What a document lays on whom: paragraphs of agencies, sentences, brackets (责任单位：…), tables."""
