using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;
using static DynamoHandlers.Generators.Tests.CodeFixes.Fixing;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

public sealed class ImageOrderFixTests
{
    [Fact]
    public async Task The_parameters_are_swapped() => Assert.Equal(
        Class("On(Order before, ChangeContext context, Order after) { Use(after, before); }"),
        await FixAsync(Class("On(Order after, ChangeContext context, Order before) { Use(after, before); }"), "DH0016"),
        Layout);

    [Fact]
    public async Task The_names_are_swapped_wherever_they_stand() => Assert.Equal(
        Class("On(Order before, ChangeContext context, Order after) { Use(before, after); Action later = () => Use(after, before); later(); }"),
        await FixAsync(
            Class("On(Order after, ChangeContext context, Order before) { Use(after, before); Action later = () => Use(before, after); later(); }"),
            "DH0016",
            choice: 1),
        Layout);

    [Fact]
    public async Task Documentation_goes_with_the_names()
    {
        const string Before = "/// <param name=\"before\">B.</param>\n/// <param name=\"after\">A.</param>\n";
        const string After = "/// <param name=\"after\">B.</param>\n/// <param name=\"before\">A.</param>\n";

        Assert.Equal(
            InClass(After + "[OnModify<Order>] public void On(Order before, Order after) { }"),
            await FixAsync(
                InClass(Before + "[OnModify<Order>] public void On(Order after, Order before) { }"), "DH0016", choice: 1),
            Layout);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task All_of_a_project_at_once(int choice) => Assert.Equal(
        InClass("[OnModify<Order>] public void A(Order old, Order order) { } [OnModify<Order>] public void B(Order before, Order after) { }"),
        await FixAllAsync(
            InClass("[OnModify<Order>] public void A(Order order, Order old) { } [OnModify<Order>] public void B(Order after, Order before) { }"),
            "DH0016",
            choice),
        Layout);

    private static string Class(string handler) => InClass(
        $"[OnModify<Order>] public void {handler} private static void Use(Order one, Order other) {{ }}");
}
