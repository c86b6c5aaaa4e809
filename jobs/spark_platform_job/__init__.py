"""What the platform's jobs share: the data interval of a run and the warehouse."""
