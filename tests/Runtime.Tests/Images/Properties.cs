using FsCheck;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>How properties are checked: a failure's message has the seed, to be given to <c>WithReplay</c>.</summary>
internal static class Properties
{
    public static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);

    /// <summary>
    /// Checks a property with seeds, one half always the same and the other new in each run. A failure names its seed.
    /// </summary>
    public static void ForAllSeeds(int count, Action<int> property)
    {
        var fresh = Random.Shared.Next();
        for (var i = 0; i < count; i++)
        {
            var seed = i < count / 2 ? i : unchecked(fresh + i);
            try
            {
                property(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The property does not hold for seed {seed}: {e.Message}", e);
            }
        }
    }
}
