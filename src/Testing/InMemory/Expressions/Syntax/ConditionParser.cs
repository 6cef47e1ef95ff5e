using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>Parses condition, filter and key condition expressions. Binds tightest first: NOT, AND, OR.</summary>
internal sealed class ConditionParser : ExpressionParser
{
    private static readonly string[] Comparators = ["=", "<>", "<", "<=", ">", ">="];

    // Of this parser, which recurses; the service's own limit is on the number of operators (300).
    private const int MaxDepth = 300;

    private ItemCondition? _lastParenthesized;
    private int _depth;

    private ConditionParser(string text, ExpressionKind kind, ExpressionScope scope)
        : base(text, kind, scope)
    {
    }

    public static ItemCondition Parse(string text, ExpressionKind kind, ExpressionScope scope)
    {
        var parser = new ConditionParser(text, kind, scope);
        var condition = parser.ParseOr();
        parser.ExpectEnd();
        return condition;
    }

    private ItemCondition ParseOr()
    {
        var left = ParseAnd();
        while (AcceptKeyword("OR"))
        {
            left = new OrCondition(left, ParseAnd());
        }

        return left;
    }

    private ItemCondition ParseAnd()
    {
        var left = ParseNot();
        while (AcceptKeyword("AND"))
        {
            left = new AndCondition(left, ParseNot());
        }

        return left;
    }

    private ItemCondition ParseNot()
    {
        if (++_depth > MaxDepth)
        {
            throw SyntaxError.Invalid(Kind, $"The expression nests deeper than {MaxDepth} levels;");
        }

        var condition = AcceptKeyword("NOT") ? new NotCondition(ParseNot()) : ParsePrimary();
        _depth--;
        return condition;
    }

    private ItemCondition ParsePrimary()
    {
        if (Current.IsSymbol("(") && !IsOperator(AfterParentheses()))
        {
            return ParseParenthesized();
        }

        return AtFunction && !Current.IsKeyword("size") ? ParseFunction() : ParseComparison();
    }

    private ItemCondition ParseParenthesized()
    {
        ExpectSymbol("(");
        var opensTwice = Current.IsSymbol("(");
        var inner = ParseOr();

        // "((a = b) AND c = d)" opens twice as well, but its inner parentheses do not close right before the outer ones.
        var closedTwice = ReferenceEquals(inner, _lastParenthesized);
        ExpectSymbol(")");
        if (opensTwice && closedTwice)
        {
            throw SyntaxError.Invalid(Kind, "The expression has redundant parentheses;");
        }

        return _lastParenthesized = inner;
    }

    private ItemCondition ParseComparison()
    {
        var left = ParseOperand();
        if (AcceptKeyword("BETWEEN"))
        {
            return ParseBetween(left);
        }

        if (AcceptKeyword("IN"))
        {
            return ParseIn(left);
        }

        if (!IsOperator(Current))
        {
            throw left is SizeOperand ? NotACondition("size") : Unexpected();
        }

        var comparator = Take().Text;
        var right = ParseOperand();
        RequireDistinct(comparator, left, right);
        if (comparator is not ("=" or "<>"))
        {
            RequireKind(left, comparator, ValueKinds.IsOrdered);
            RequireKind(right, comparator, ValueKinds.IsOrdered);
        }

        return new ComparisonCondition(comparator, left, right);
    }

    private BetweenCondition ParseBetween(Operand operand)
    {
        var low = ParseOperand();
        ExpectKeyword("AND");
        var high = ParseOperand();
        RequireKind(operand, "BETWEEN", ValueKinds.IsOrdered);
        RequireKind(low, "BETWEEN", ValueKinds.IsOrdered);
        RequireKind(high, "BETWEEN", ValueKinds.IsOrdered);
        if (low is ConstantOperand { Value: var l } && high is ConstantOperand { Value: var h })
        {
            RequireBounds(l, h);
        }

        return new BetweenCondition(operand, low, high);
    }

    private void RequireBounds(Value low, Value high)
    {
        if (low.Kind != high.Kind)
        {
            throw SyntaxError.Invalid(
                Kind,
                "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: "
                + $"{low.Describe()}, upper bound operand: {high.Describe()}");
        }

        if (ScalarOrder.Instance.Compare(low, high) > 0)
        {
            throw SyntaxError.Invalid(
                Kind,
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
                + $"operand: {low.Describe()}, upper bound operand: {high.Describe()}");
        }
    }

    private InCondition ParseIn(Operand operand)
    {
        ExpectSymbol("(");
        var candidates = new List<Operand> { ParseOperand() };
        while (AcceptSymbol(","))
        {
            candidates.Add(ParseOperand());
        }

        ExpectSymbol(")");
        foreach (var candidate in candidates)
        {
            RequireDistinct("IN", operand, candidate);
        }

        return new InCondition(operand, candidates);
    }

    private ItemCondition ParseFunction()
    {
        var function = Take().Text;
        switch (function)
        {
            case "attribute_exists":
                return new ExistsCondition(RequirePath(function, ParseArguments(function, 1, ParseOperand)[0]), true);
            case "attribute_not_exists":
                return new ExistsCondition(RequirePath(function, ParseArguments(function, 1, ParseOperand)[0]), false);
            case "attribute_type":
                return ParseAttributeType(function);
            case "begins_with":
                var (text, prefix) = ParseTwo(function);
                RequireKind(text, function, static kind => kind is ValueKind.S or ValueKind.B);
                RequireKind(prefix, function, static kind => kind is ValueKind.S or ValueKind.B);
                return new BeginsWithCondition(text, prefix);
            case "contains":
                var (whole, part) = ParseTwo(function);
                return new ContainsCondition(whole, part);
            default:
                throw UnknownFunction(function);
        }
    }

    private TypeCondition ParseAttributeType(string function)
    {
        var (operand, type) = ParseTwo(function);
        RequireKind(type, function, static kind => kind == ValueKind.S);
        if (type is not ConstantOperand { Value: StringValue name })
        {
            throw SyntaxError.OperandType(Kind, function, "document path");
        }

        return Enum.TryParse<ValueKind>(name.Text, out var kind) && Enum.IsDefined(kind)
            ? new TypeCondition(RequirePath(function, operand), kind)
            : throw SyntaxError.Invalid(
                Kind, $"Invalid attribute type name found; type: {name.Text}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}");
    }

    private (Operand First, Operand Second) ParseTwo(string function)
    {
        var arguments = ParseArguments(function, 2, ParseOperand);
        RequireDistinct(function, arguments[0], arguments[1]);
        return (arguments[0], arguments[1]);
    }

    // "(a) = :b" and "(a = :b)" begin alike: what follows the parentheses tells them apart.
    private static bool IsOperator(Token token) =>
        (token.Kind == TokenKind.Symbol && Comparators.Contains(token.Text))
        || token.IsKeyword("BETWEEN")
        || token.IsKeyword("IN");

    private Operand ParseOperand()
    {
        if (AcceptSymbol("("))
        {
            var inner = ParseOperand();
            ExpectSymbol(")");
            return inner;
        }

        if (Current.Kind == TokenKind.ValuePlaceholder)
        {
            return ParseConstant();
        }

        if (!AtFunction)
        {
            return new PathOperand(ParsePath());
        }

        var function = Take().Text;
        if (function != "size")
        {
            throw UnknownFunction(function);
        }

        var operand = ParseArguments(function, 1, ParseOperand)[0];
        RequireKind(operand, function, static kind => kind is not (ValueKind.N or ValueKind.BOOL or ValueKind.NULL));
        return new SizeOperand(operand);
    }

    private AmazonDynamoDBException NotACondition(string function) => SyntaxError.Invalid(
        Kind, $"The function is not allowed to be used this way in an expression; function: {function}");

    private PathOperand RequirePath(string function, Operand operand) => operand as PathOperand
        ?? throw SyntaxError.Invalid(
            Kind, $"Operator or function requires a document path; operator or function: {function}");

    private void RequireDistinct(string operation, Operand first, Operand second)
    {
        if (first is PathOperand { Path: var path } && second is PathOperand other && path.Equals(other.Path))
        {
            throw SyntaxError.Invalid(
                Kind,
                "The first operand must be distinct from the remaining operands for this operator or function; "
                + $"operator: {operation}, first operand: {path}");
        }
    }
}
