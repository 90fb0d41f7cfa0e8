"""The ranking as a tested contract: judged queries, the measure, two plain baselines (`make relevance`).

Mechanisms of the order that were tried, by the mean nDCG@10 of the open queries over Miami that can be answered. Measured on
features of every listing, one change at a time ("alone"), or by the engines themselves ("whole"):

  whole   0.546  before: BM25 over fields, every word and reading required, what is implied raised
  whole   0.705  needs softened step by step, words in the wording of listings (directory/language)
  whole   0.728  … and the order by declared parts (directory/index/parts.py), topics and kinds of help also by own words
  alone   0.756  all parts of the order, nothing filtered but what says no: what the order itself could reach

  alone   0.675  words by BM25F (fields 8, 5, 3, 1) in a sum that saturates (before the words of listings were known)
  alone   0.693  … divided by the idf of all words typed; with flatter fields (3, 0.5, 1.5, 1) 0.706
  alone   0.700  … by being there alone: names 1, the rest 0.7, labels 0.3, divided by how many were typed: kept
  alone   0.712  … weighted by idf besides: not kept, no two engines count it alike and one request cannot ask for it
  alone  -0.002  nothing for words that only stand in labels: kept, labels cost a look-up for each word
  alone  +0.06   the share of the kinds of help asked for that are stated
  alone  +0.02   what a listing's own words say of needs (directory/index/says.py), found for all phrases and languages at once
  alone  +0.02   words by which help in a crisis tells itself (crisis alone 0.39 → 0.73)
  alone  +0.01   the share of audience, cost, start … stated where not all of them are: inside a tier
  alone  +0.004  a kind of help that a listing is filed under first

One change at a time by the engine, open queries over Miami (0.736 before) and the seed (0.757):

  whole   0.743  0.759  distance twice as much, and what is not located worth half of next door (places 0.58 → 0.66)
  whole  +0.010 +0.004  words by how few values the vocabulary's phrases with them have (language/rarity.py): kept
  whole  +0.009 +0.003  … by the logarithm of how many listings say them (its root: best): no two engines would count alike
  whole  +0.000 +0.001  words of readings of needs worth more than words left over, or less: not kept
  whole  +0.001 -0.002  of what is implied any of a facet instead of its share: not kept
  whole  +0.005 +0.000  a trouble told besides what a sentence names widens it (sentences 0.60 → 0.62)
  whole  +0.000 +0.005  … any other need, not only a trouble, in any sentence (constraints -0.02): not kept, chips must filter
  whole  +0.002 -0.004  what was taken back of the words counts as if it were chosen: not kept
  whole  +0.002 +0.000  no time where it is part of a need's name
  whole  -0.000 -0.000  the next meeting (weight "soon"), distance by the kind of help: kept, nobody judged by them
  whole  +0.001 +0.000  what is only there for the harmed behind the rest (weight "general"): kept
  whole  -0.002 -0.000  … also what helps with other troubles besides: not kept
  whole  +0.002 +0.000  more for who says all words of a need's phrase: not kept (places -0.01)
  whole  +0.003 +0.017  behind what has the name typed what offers what the name means (names of the seed 0.67 → 0.75)

  whole  +0.003  only topics, not kinds of help, met by own words: plain +0.03, constraints -0.03, places -0.04: not kept

Open queries over Miami (0.786 before) and the seed (0.809), whose places are few and whose lines are of the whole country:

  whole   0.786  0.812  what serves the whole country before the rest where no place is known (weight "everywhere"): kept
  whole   0.786  0.825  … a line for somebody or with something is any line ("lgbt helpline"): kept
  whole   0.787  0.831  … a kind of help or any topic beside it, where both find little: not kept (a ride became dialysis)
  whole   0.787  0.830  … a kind of help or the topic of its own words: kept
  whole   0.789  0.830  … nothing filtered by its cost that is free anyway, a home that something is for is not needed: kept
"""
