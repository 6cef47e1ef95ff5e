using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>What the parsers of all kinds of expressions share: tokens, document paths and placeholders.</summary>
internal abstract class ExpressionParser
{
    // The service's limit on the length of one expression, in bytes.
    private const int MaxLength = 4096;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _at;

    protected ExpressionParser(string text, ExpressionKind kind, ExpressionScope scope)
    {
        (_text, Kind, Scope) = (text, kind, scope);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw SyntaxError.Invalid(kind, "The expression can not be empty;");
        }

        if (text.Length > MaxLength)
        {
            throw SyntaxError.Invalid(kind, $"Expression size has exceeded the maximum allowed size; expression size: {text.Length}");
        }

        _tokens = Tokenizer.Tokenize(text, kind);
    }

    protected ExpressionKind Kind { get; }

    protected ExpressionScope Scope { get; }

    protected Token Current => _tokens[_at];

    protected Token Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <summary>The token after the parentheses that open at the current one.</summary>
    protected Token AfterParentheses()
    {
        var (at, open) = (_at, 0);
        do
        {
            open += _tokens[at].IsSymbol("(") ? 1 : _tokens[at].IsSymbol(")") ? -1 : 0;
            at++;
        }
        while (open > 0 && at < _tokens.Count - 1);

        return _tokens[at];
    }

    protected bool AcceptSymbol(string symbol) => Advance(Current.IsSymbol(symbol));

    protected bool AcceptKeyword(string keyword) => Advance(Current.IsKeyword(keyword));

    protected void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            throw Unexpected();
        }
    }

    protected void ExpectKeyword(string keyword)
    {
        if (!AcceptKeyword(keyword))
        {
            throw Unexpected();
        }
    }

    protected void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected();
        }
    }

    protected Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    protected Exception Unexpected() => SyntaxError.At(
        Kind, _text, Current.Text, _tokens[Math.Max(_at - 1, 0)].Start, Following.End);

    /// <summary><c>a.#b[1]</c>.</summary>
    protected DocumentPath ParsePath()
    {
        var elements = new List<PathElement> { ParseName() };
        while (true)
        {
            if (AcceptSymbol("."))
            {
                elements.Add(ParseName());
            }
            else if (AcceptSymbol("["))
            {
                elements.Add(ParseIndex());
            }
            else
            {
                return new DocumentPath(elements);
            }
        }
    }

    protected ConstantOperand ParseConstant()
    {
        if (Current.Kind != TokenKind.ValuePlaceholder)
        {
            throw Unexpected();
        }

        return new ConstantOperand(Scope.Value(Take().Text, Kind));
    }

    /// <summary>Whether a function's name stands here; functions, unlike keywords, are written in lower case.</summary>
    protected bool AtFunction => Current.Kind == TokenKind.Word && Following.IsSymbol("(");

    protected Exception UnknownFunction(string name) => SyntaxError.Invalid(Kind, $"Invalid function name; function: {name}");

    /// <summary>The operands of a function, each parsed by the given parser.</summary>
    protected List<T> ParseArguments<T>(string function, int count, Func<T> parse)
    {
        ExpectSymbol("(");
        var arguments = new List<T> { parse() };
        while (AcceptSymbol(","))
        {
            arguments.Add(parse());
        }

        ExpectSymbol(")");
        return arguments.Count == count
            ? arguments
            : throw SyntaxError.Invalid(
                Kind,
                $"Incorrect number of operands for operator or function; operator or function: {function}, number "
                + $"of operands: {arguments.Count}");
    }

    /// <summary>An operand of a kind that an operator does not take, known before any item is looked at.</summary>
    protected void RequireKind(Operand operand, string operation, Func<ValueKind, bool> allowed)
    {
        if (operand is ConstantOperand { Value.Kind: var kind } && !allowed(kind))
        {
            throw SyntaxError.OperandType(Kind, operation, kind.ToString());
        }
    }

    private bool Advance(bool condition)
    {
        if (condition)
        {
            _at++;
        }

        return condition;
    }

    private PathElement ParseName()
    {
        switch (Current.Kind)
        {
            case TokenKind.NamePlaceholder:
                return PathElement.Named(Scope.Name(Take().Text, Kind));
            case TokenKind.Word when ReservedWords.Contain(Current.Text):
                throw SyntaxError.Invalid(
                    Kind, $"Attribute name is a reserved keyword; reserved keyword: {Current.Text}");
            case TokenKind.Word:
                return PathElement.Named(Take().Text);
            default:
                throw Unexpected();
        }
    }

    private PathElement ParseIndex()
    {
        if (Current.Kind != TokenKind.Number || !int.TryParse(Current.Text, out var index))
        {
            throw Unexpected();
        }

        Take();
        ExpectSymbol("]");
        return PathElement.At(index);
    }
}
