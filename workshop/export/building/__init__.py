"""From a session's state to its report: answers, objectives, timing, pledges, rooms, summary."""
