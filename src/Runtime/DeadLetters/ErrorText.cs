using System.Text;

namespace DynamoHandlers.DeadLetters;

/// <summary>What a dead letter says of an error.</summary>
internal static class ErrorText
{
    /// <summary>The most characters of <see cref="DeadLetter.Error"/>: 48 KB at most in UTF-8, far below what an item may have.</summary>
    public const int MaxLength = 16_384;

    /// <summary>The most characters of <see cref="DeadLetter.ErrorType"/>.</summary>
    public const int MaxTypeLength = 1024;

    /// <summary>The error's type, as <see cref="DeadLetter.ErrorType"/>.</summary>
    public static string TypeOf(Exception e) => Fit(e.GetType().FullName ?? e.GetType().Name, MaxTypeLength);

    /// <summary>The error with its stack, as <see cref="DeadLetter.Error"/>.</summary>
    public static string Of(Exception e) => Fit(e.ToString());

    /// <summary>A text as stores take it: not too long, and without halves of characters, which a cut or an exception leaves.</summary>
    public static string Fit(string text, int length = MaxLength) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Length <= length ? text : text[..length]));
}
