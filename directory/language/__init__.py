"""What people type: words, stems, phrases of the vocabulary."""
