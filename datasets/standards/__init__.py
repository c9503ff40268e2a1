"""What the country has laid down, as pure functions: identity numbers, nationalities, how text is written."""
