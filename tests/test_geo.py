"""Distances, boxes and codes of areas."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geo import EARTH_KM, KM, Box, Point, ancestors, box_around, distance
from tests.worlds import around

OAKLAND, SAN_FRANCISCO = Point(37.80437, -122.2708), Point(37.77493, -122.41942)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
radii = st.floats(0.001, 19_000)


def holds(box: Box, point: Point) -> bool:
    """Whether a point lies in a box, to a millimetre."""
    slack = 1e-8
    if not box.south - slack <= point.lat <= box.north + slack:
        return False
    if box.west <= box.east:
        return box.west - slack <= point.lon <= box.east + slack
    return point.lon >= box.west - slack or point.lon <= box.east + slack


def test_a_quarter_of_the_way_round_is_a_quarter_of_the_circumference() -> None:
    assert distance(Point(0, 0), Point(0, 90)) == pytest.approx(EARTH_KM * math.pi / 2)
    assert distance(Point(-90, 0), Point(90, 77)) == pytest.approx(EARTH_KM * math.pi)


def test_a_known_distance_comes_out() -> None:
    assert distance(OAKLAND, SAN_FRANCISCO) == pytest.approx(13.47, abs=0.02)


def test_distance_crosses_the_antimeridian() -> None:
    assert distance(Point(-16.8, 179.99), Point(-16.8, -179.99)) == pytest.approx(2.129, abs=0.002)


@given(points, points)
def test_distance_is_the_same_there_and_back_and_never_beyond_half_the_earth(a: Point, b: Point) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a), abs=1e-6)
    assert 0 <= distance(a, b) <= EARTH_KM * math.pi + 1e-6
    assert distance(a, a) == 0


@given(points, radii, points)
def test_a_box_holds_everything_within_the_radius(centre: Point, km: float, point: Point) -> None:
    if distance(centre, point) <= km:
        assert holds(box_around(centre, km), point)


@given(st.builds(Point, st.floats(-89, 89), st.floats(-180, 180)), st.floats(1, 5000), st.floats(0, 2 * math.pi))
def test_a_box_holds_the_rim(centre: Point, km: float, bearing: float) -> None:
    """The rim is rounded to five decimals, a metre: the radius is a little larger for the box."""
    assert holds(box_around(centre, km + 0.002), around(centre, km, bearing))


def test_a_box_is_no_larger_than_it_must_be() -> None:
    box = box_around(OAKLAND, 10)
    assert distance(OAKLAND, Point(box.north, OAKLAND.lon)) == pytest.approx(10)
    assert distance(OAKLAND, Point(OAKLAND.lat, box.east)) == pytest.approx(10, rel=0.01)


def test_a_box_at_a_pole_goes_all_the_way_round() -> None:
    box = box_around(Point(89.99, 12), 50)
    assert (box.west, box.north, box.east) == (-180.0, 90.0, 180.0)
    assert box.south == pytest.approx(89.54, abs=0.01)
    assert box_around(Point(-90, 0), 1).west == -180.0


def test_a_box_at_the_antimeridian_has_its_west_beyond_its_east() -> None:
    box = box_around(Point(-16.8, 179.99), 10)
    assert box.west > 179 > -179 > box.east


def test_a_published_point_has_five_decimals() -> None:
    assert Point(37.804368912, -122.270801234).rounded() == Point(37.80437, -122.2708)
    assert Point(37.804368912, -122.270801234).rounded(2) == Point(37.8, -122.27)


def test_a_mile_is_the_international_mile() -> None:
    assert KM == {"mi": 1.609344, "km": 1.0}


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("us-ca-001", ("us-ca", "us", "world")),
        ("us-zip-94601", ("us", "world")),
        ("gb-eng", ("gb", "world")),
        ("us", ("world",)),
        ("world", ()),
    ],
)
def test_a_code_lies_in_those_above_it(code: str, above: tuple[str, ...]) -> None:
    assert ancestors(code) == above
