"""Places by position."""

from __future__ import annotations

import math
import random
import threading
from pathlib import Path

import pytest

from directory.geo import Point, distance
from directory.places import Gazetteer
from directory.places.areas import hull, middle, sized, spread

GAZETTEER = Gazetteer.open(Path(__file__).resolve().parents[1] / ".cache")
FRUITVALE = Point(37.77558, -122.22384)


def test_a_point_has_the_codes_of_its_nearest_zip_code() -> None:
    near = GAZETTEER.at(FRUITVALE)
    assert near.label == "Near Oakland, California"
    assert near.kind == "point"
    assert near.point == FRUITVALE
    assert near.codes == ("us-zip-94601", "us-ca-001", "us-ca", "us", "world")
    assert near.zone == "America/Los_Angeles"
    assert GAZETTEER.codes_of(FRUITVALE) == ("us-ca-001", "us-ca", "us")


@pytest.mark.parametrize(
    ("lat", "lon", "codes", "zone"),
    [
        (43.6532, -79.3832, ("ca-on", "ca"), "America/Toronto"),
        (42.3000, -83.0200, ("ca-on", "ca"), "America/Toronto"),  # Windsor, across the river from Detroit
        (42.3314, -83.0458, ("us-mi-163", "us-mi", "us"), "America/Detroit"),
        (51.5007, -0.1246, ("gb-eng", "gb"), "Europe/London"),
        (54.5973, -5.9301, ("gb-nir", "gb"), "Europe/London"),
        (53.3498, -6.2603, ("ie-l", "ie"), "Europe/Dublin"),
        (-33.8568, 151.2153, ("au-nsw", "au"), "Australia/Sydney"),
        (-36.8485, 174.7633, ("nz-auk", "nz"), "Pacific/Auckland"),
        (18.4655, -66.1057, ("us-pr-127", "us-pr", "us"), "America/Puerto_Rico"),
        (40.7831, -73.9712, ("us-ny-061", "us-ny", "us"), "America/New_York"),
        (40.6782, -73.9442, ("us-ny-047", "us-ny", "us"), "America/New_York"),
        (71.2906, -156.7886, ("us-ak-185", "us-ak", "us"), "America/Anchorage"),
        (51.88, -176.65, ("us-ak-016", "us-ak", "us"), "America/Adak"),  # Adak
        (38.9072, -77.0369, ("us-dc-001", "us-dc", "us"), "America/New_York"),
        (13.4443, 144.7937, ("us-gu-010", "us-gu", "us"), "Pacific/Guam"),
    ],
)
def test_areas_and_zone_of_points_around_the_world(lat: float, lon: float, codes: tuple[str, ...], zone: str) -> None:
    assert GAZETTEER.codes_of(Point(lat, lon)) == codes
    assert GAZETTEER.at(Point(lat, lon)).zone == zone


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(0, 0), (90, 0), (-90, 0), (90, 180), (35, -45), (-17.7, 178.0), (0, 180), (0, -180), (48.85, 2.35), (math.nan, math.nan)],
)
def test_far_from_everything_only_the_world_remains(lat: float, lon: float) -> None:
    near = GAZETTEER.at(Point(lat, lon))
    assert near.codes == ("world",)
    assert near.label == "Far from the places we know"
    assert GAZETTEER.codes_of(Point(lat, lon)) == ()
    assert near.zone == ""


def test_the_nearest_place_is_the_nearest_of_all_also_across_the_antimeridian() -> None:
    every = [
        (Point(lat, lon), number) for number, lat, lon in GAZETTEER._reader.rows("SELECT id, lat, lon FROM spot WHERE zip")
    ]
    rows = [pair for pair in every if abs(pair[0].lon) > 165 or pair[0].lat > 66]
    drawn = random.Random(7)
    points = [Point(drawn.uniform(50, 72), drawn.choice([-1, 1]) * drawn.uniform(172, 180)) for _ in range(60)]
    points += [
        Point(lat + drawn.gauss(0, 0.2), lon + drawn.gauss(0, 0.5)) for (lat, lon) in [(51.9, -176.6), (71.3, -156.8)] * 10
    ]
    for point in points:
        best, number = min((distance(point, other), number) for other, number in rows)
        zips = [code for code in GAZETTEER.at(point).codes if "-zip-" in code]
        if best <= 100:
            assert zips == [GAZETTEER._reader.entry(number).code]
        else:
            assert zips == []


def test_a_border_zip_code_does_not_hide_the_state() -> None:
    kansas_city = Point(39.0997, -94.6100)  # on the state line
    assert GAZETTEER.touches(kansas_city, "us-mo")
    assert GAZETTEER.touches(kansas_city, "us-ks")
    assert not GAZETTEER.touches(kansas_city, "us-ne")
    assert not GAZETTEER.touches(Point(0, 0), "us")


def test_threads_read_side_by_side() -> None:
    wrong: list[object] = []

    def read() -> None:
        for _ in range(100):
            if GAZETTEER.at(FRUITVALE).codes[0] != "us-zip-94601" or not GAZETTEER.find("Springfield").ambiguous:
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_hull_takes_the_shorter_way_round() -> None:
    fiji = hull([Point(-17, 178), Point(-18, 177), Point(-16, -179)])
    assert (fiji.west, fiji.east) == (177, -179)
    us = hull([Point(40, -120), Point(41, -70)])
    assert (us.west, us.east) == (-120, -70)
    one = hull([Point(1, 2)])
    assert (one.south, one.west, one.north, one.east) == (1, 2, 1, 2)


def test_a_middle_is_right_across_the_antimeridian() -> None:
    assert distance(middle([Point(0, 179), Point(0, -179)]), Point(0, 180)) < 1


def test_a_citys_size_leaves_out_the_farthest_tenth() -> None:
    ring = [Point(0, 0.05 * step) for step in range(1, 10)]
    assert spread(Point(0, 0), [*ring, Point(0, 5)]) == pytest.approx(distance(Point(0, 0), ring[-1]), abs=0.1)
    assert spread(Point(0, 0), []) == 2.0
    assert spread(Point(0, 0), [Point(5, 5)]) == 60.0
    assert 35 < sized(8_961_989) < 40
    assert sized(0) == 2.0
