using FsCheck;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>How properties are checked: a failure's message has the seed, to be given to <c>WithReplay</c>.</summary>
internal static class Properties
{
    public static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);
}
