namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

internal enum TokenKind
{
    /// <summary>A keyword, a function or an attribute's name: which of them, the place decides.</summary>
    Word,

    /// <summary><c>#name</c>.</summary>
    NamePlaceholder,

    /// <summary><c>:value</c>.</summary>
    ValuePlaceholder,

    Number,
    Symbol,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Start)
{
    public int End => Start + (Kind == TokenKind.End ? 0 : Text.Length);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Keywords are written in any case.</summary>
    public bool IsKeyword(string keyword) =>
        Kind == TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
