"""Speed and cost, measured as ratios beside peers in one run."""
