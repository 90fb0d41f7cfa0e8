"""Honesty: what few listings say by chance is told as nothing close."""

from __future__ import annotations

from directory.language.together import named, together

PIZZA = (("pizza",),), (("delivery",),)


def test_words_far_apart_are_not_said_together() -> None:
    text = "Serves pizza on Fridays to families of the parish. A nurse teaches about labor and delivery."
    assert not together(PIZZA, text)
    assert together(PIZZA, "Free delivery of a pizza to the homebound.")


def test_one_word_is_meant_at_the_beginning_or_when_it_is_said_twice() -> None:
    passing = "A food pantry for families of the county " * 3 + "and once a month there is a locksmith."
    assert not together(((("locksmith",),),), passing)
    assert together(((("locksmith",),),), passing + " The locksmith is free.")
    assert together(((("locksmith",),),), "Locksmith for people in need.")


def test_what_is_as_good_as_a_word_counts_for_it() -> None:
    assert together(((("meds",), ("medication",)), (("refill",),)), "Refills of medications.")


def test_a_name_that_says_a_word_is_about_it() -> None:
    assert named(PIZZA, ("Pizza Ministry",))
    assert not named(PIZZA, ("First Church",))
