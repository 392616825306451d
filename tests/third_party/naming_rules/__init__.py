"""Rules of somebody else."""
