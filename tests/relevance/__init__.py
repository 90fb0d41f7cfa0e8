"""The ranking as a tested contract: judged queries, the measure, two plain baselines (`make relevance`).

Mechanisms of the order that were tried, by the mean nDCG@10 of the open queries over Miami that can be answered. Measured on
features of every listing, one change at a time ("alone"), or by the engines themselves ("whole"):

  whole   0.546  before: BM25 over fields, every word and reading required, what is implied raised
  whole   0.705  needs softened step by step, words in the wording of listings (directory/language)
  whole   0.728  … and the order by declared parts (directory/index/parts.py), topics and kinds of help also by own words
  alone   0.753  all parts of the order, nothing filtered but what says no: what the order itself could reach

  alone  +0.03   words divided by how many were typed, instead of a sum that saturates (0.671 → 0.700)
  alone  +0.006  … weighted by idf besides: not kept, no two engines count it alike and one request cannot ask for it
  alone  +0.02   a word counts once where it stands best, names 1 and the rest 0.7, instead of BM25F with 8, 5, 3, 1
  alone  +0.002  a third, lower worth for words that only stand in labels: not kept, it costs a look-up for each word
  alone  +0.05   the share of the kinds of help asked for that are stated
  alone  +0.02   what a listing's own words say of needs (directory/index/says.py), found for all phrases and languages at once
  alone  +0.02   words by which help in a crisis tells itself (crisis alone 0.39 → 0.73)
  alone  +0.01   the share of audience, cost, start … stated where not all of them are: inside a tier
  alone  +0.004  a kind of help that a listing is filed under first
  whole  +0.003  only topics, not kinds of help, met by own words: plain +0.03, constraints and places −0.03 and −0.04: not kept
"""
