using DynamoHandlers;
using Orders.Model;

namespace Orders.Handlers;

/// <summary>Tells the customer what happens to an order. An instance lives for one record.</summary>
public sealed class OrderMails(Screen screen)
{
    [OnInsert<Order>]
    public Task Placed(Order order, CancellationToken stop) =>
        screen.WriteAsync($"+ {order.Id} {order.Customer}: {order.Lines.Count} lines, {order.Total:0.00}, {order.Status}", stop);

    [OnModify(nameof(Order.Status))]
    public Task StatusChanged(Order before, Order after, CancellationToken stop) =>
        screen.WriteAsync($"~ {after.Id} {after.Customer}: {before.Status} -> {after.Status}", stop);

    [OnModify<Order>]
    public Task Paid(Change<Order> change, CancellationToken stop) =>
        change.Diff.Status is (OrderStatus.New, OrderStatus.Paid)
            ? screen.WriteAsync($"$ {change.New.Id} {change.New.Customer}: {change.New.Total:0.00} paid", stop)
            : Task.CompletedTask;

    [OnRemove<Order>(Cause = RemoveCause.User)]
    public Task Cancelled(Order last, CancellationToken stop) =>
        screen.WriteAsync($"- {last.Id} {last.Customer}: cancelled when {last.Status}", stop);

    [OnRemove<Order>(Cause = RemoveCause.TimeToLive)]
    public Task Expired(Order last, CancellationToken stop) =>
        screen.WriteAsync($"- {last.Id} {last.Customer}: cart expired, {last.Total:0.00} not sold", stop);
}
