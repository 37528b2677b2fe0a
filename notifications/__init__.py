"""In which words people are told: labels, explanations and letters, Dutch first."""
