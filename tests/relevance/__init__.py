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
  whole  +0.003  only topics, not kinds of help, met by own words: plain +0.03, constraints -0.03, places -0.04: not kept
"""
