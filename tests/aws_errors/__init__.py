"""Errors that AWS answers, each with definitions that make it: the rows of a catalogue of AWS's behavior, and short messages."""
