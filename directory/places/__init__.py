"""Where places are: the embedded gazetteer and the geocoders (architecture §5 "Place")."""

from directory.places.found import Found
from directory.places.gazetteer import Gazetteer

__all__ = ["Found", "Gazetteer"]
