"""Who may do what with which rows. Every door asks here and nowhere else."""

from datasets.access.actors import Actor
from datasets.access.territory import Territory

__all__ = ["Actor", "Territory"]
