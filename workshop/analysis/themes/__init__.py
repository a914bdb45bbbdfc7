"""Short answers sorted into themes: by seeds, as they arrive; proposals from what is left.

`sorting` compares an answer with each theme's seed phrases by TF-IDF over words and pieces of
words, the corpus mean subtracted; `vocabulary` adds what common words mean, and `embedding` what
whole answers mean, where a model is installed;
`duplicates` finds what was said before; `proposals` groups what fits nowhere, and names the groups
in the answers' own words.
"""
