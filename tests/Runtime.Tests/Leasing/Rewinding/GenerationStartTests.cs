using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Runtime.Tests.Leasing.Rewinding;

public sealed class GenerationStartTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_stream_that_was_replaced_within_the_retention_is_read_again_before_the_next() => Assert.Equal(
        [(Arn("2026-01-01T00:00:00.000"), null), (Arn("2026-01-30T13:00:00.000"), "2026-01-01T00:00:00.000")],
        GenerationStart.Streams(
            [(Arn("2026-01-01T00:00:00.000"), null), (Arn("2026-01-30T13:00:00.000"), "2026-01-01T00:00:00.000")], Now));

    [Fact]
    public void A_stream_that_was_replaced_long_ago_is_left_out_and_nobody_waits_for_it() => Assert.Equal(
        [(Arn("2026-01-20T00:00:00.000"), null)],
        GenerationStart.Streams(
            [(Arn("2026-01-01T00:00:00.000"), null), (Arn("2026-01-20T00:00:00.000"), "2026-01-01T00:00:00.000")], Now));

    [Fact]
    public void Streams_of_other_tables_do_not_replace_it() => Assert.Equal(
        2,
        GenerationStart.Streams(
            [(Arn("2026-01-01T00:00:00.000"), null), (Arn("2026-01-20T00:00:00.000", "Orders"), null)], Now).Count);

    [Fact]
    public void A_stream_whose_label_is_no_time_replaces_nothing() => Assert.Equal(
        2, GenerationStart.Streams([(Arn("a"), null), (Arn("b"), "a")], Now).Count);

    private static string Arn(string label, string table = "Items") => $"arn:aws:dynamodb:eu-west-1:000000000000:table/{table}/stream/{label}";
}
