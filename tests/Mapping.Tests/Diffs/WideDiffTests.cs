using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests.Diffs;

/// <summary>More members than an enum has bits.</summary>
public sealed class WideDiffTests
{
    private static readonly Wide Old = Image.Read(Item(0, 0), WideImage.Read);

    [Fact]
    public void Flags_are_used_like_those_of_an_enum()
    {
        var changed = Change.Modify(Old, Image.Read(Item(1, 1), WideImage.Read)).Diff().Changed;

        Assert.Equal(WideFields.P00 | WideFields.P64, changed);
        Assert.True(changed.HasFlag(WideFields.P64));
        Assert.True(changed.HasFlag(WideFields.None));
        Assert.False(changed.HasFlag(WideFields.P64 | WideFields.P65));
        Assert.Equal(WideFields.P00, changed & ~WideFields.P64);
        Assert.Equal(WideFields.P64, changed ^ WideFields.P00);
        Assert.True(changed != WideFields.All);
        Assert.Equal(("P00, P64", "None"), (changed.ToString(), WideFields.None.ToString()));
        Assert.Equal((WideFields.All, WideFields.None), (~WideFields.None, ~WideFields.All));
        Assert.Equal((WideFields.P00 | WideFields.P64).GetHashCode(), changed.GetHashCode());
    }

    [Fact]
    public void Every_member_has_a_flag_of_its_own()
    {
        var diff = Change.Modify(Old, Image.Read(Item(0, 1), WideImage.Read)).Diff();

        Assert.Equal(WideFields.P64, diff.Changed);
        Assert.True(diff.HasAny(WideFields.P64 | WideFields.P01));
        Assert.False(diff.HasAny(~WideFields.P64));
        Assert.True(diff.P64 is (0, 1));
        Assert.Equal(70, WideFields.All.ToString().Split(", ").Distinct().Count());
    }

    private static string Item(int first, int later)
    {
        var members = Enumerable.Range(0, 70).Select(
            i => $$$"""  "P{{{i:00}}}":{"N":"{{{(i == 0 ? first : i == 64 ? later : 0)}}}"} """);
        return $$"""{{{string.Join(',', members)}}}""";
    }
}
