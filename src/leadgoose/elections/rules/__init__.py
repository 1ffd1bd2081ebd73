"""Pure rules of elections: quorum, margin, tally, re-vote, reduction of seats, and numbers that cannot be true."""
