"""What we agreed to hold on to: ten principles with measures to inspire, and the six rules of «Vi skaber sammen»."""
