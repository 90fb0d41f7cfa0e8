"""The ranking as a tested contract: judged queries, the measure, two plain baselines (`make relevance`)."""
