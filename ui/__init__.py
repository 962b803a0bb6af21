"""How answers are shown: words, numbers, charts, and the parts every page is made of."""
