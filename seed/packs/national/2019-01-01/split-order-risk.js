// One basket cut into orders that each stay just under the limit of a transaction: the orders of the last 24 hours of the
// same buyer or address exceed the limit together, and two or more of them lie between 80 and 100 % of it.
function decide(facts) {
  const limit = 5000;
  const recent = facts.extra && facts.extra.recentOrders ? facts.extra.recentOrders : [];
  let total = facts.totalValue;
  let near = facts.totalValue > limit * 0.8 && facts.totalValue <= limit ? 1 : 0;
  for (const order of recent) {
    if (order.minutesAgo <= 1440) {
      total += order.value;
      if (order.value > limit * 0.8 && order.value <= limit) near += 1;
    }
  }
  return { suspicious: total > limit && near >= 2, windowTotal: total, nearLimit: near };
}
