namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal static class Tokenizer
{
    // Longest first, so that "<=" is not read as "<".
    private static readonly string[] Symbols = ["<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "+", "-"];

    public static List<Token> Tokenize(string text, ExpressionKind kind)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (SkipSpace(text, ref at))
        {
            var token = Read(text, at);
            if (token.Text.Length == 0)
            {
                throw SyntaxError.At(kind, text, text[at].ToString(), at, at + 1);
            }

            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new Token(TokenKind.End, "<EOF>", text.Length));
        return tokens;
    }

    private static bool SkipSpace(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n' or '\f')
        {
            at++;
        }

        return at < text.Length;
    }

    private static Token Read(string text, int start)
    {
        var first = text[start];
        if (char.IsAsciiDigit(first))
        {
            return Run(text, start, start, TokenKind.Number, char.IsAsciiDigit);
        }

        if (first is '#' or ':')
        {
            var kind = first == '#' ? TokenKind.NamePlaceholder : TokenKind.ValuePlaceholder;
            var placeholder = Run(text, start, start + 1, kind, IsWordCharacter);
            return placeholder.Text.Length > 1 ? placeholder : default(Token) with { Text = "" };
        }

        if (char.IsAsciiLetter(first))
        {
            return Run(text, start, start, TokenKind.Word, IsWordCharacter);
        }

        var symbol = Symbols.FirstOrDefault(symbol => text.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal));
        return new Token(TokenKind.Symbol, symbol ?? "", start);
    }

    private static Token Run(string text, int start, int from, TokenKind kind, Func<char, bool> belongs)
    {
        var end = from;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return new Token(kind, text[start..end], start);
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
