using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>Parses update expressions: SET, REMOVE, ADD and DELETE clauses, each at most once, in any order.</summary>
internal sealed class UpdateParser : ExpressionParser
{
    private readonly List<UpdateAction> _actions = [];

    private UpdateParser(string text, ExpressionScope scope)
        : base(text, ExpressionKind.UpdateExpression, scope)
    {
    }

    public static ItemUpdate Parse(string text, ExpressionScope scope)
    {
        var parser = new UpdateParser(text, scope);
        parser.ParseClauses();
        return new ItemUpdate(parser._actions);
    }

    private void ParseClauses()
    {
        var seen = new HashSet<string>();
        while (Current.Kind != TokenKind.End)
        {
            var clause = Current.Text.ToUpperInvariant();
            Func<UpdateAction> parse = clause switch
            {
                "SET" => ParseSet,
                "REMOVE" => () => new RemoveAction(ParsePath()),
                "ADD" => ParseAdd,
                "DELETE" => ParseDelete,
                _ => throw Unexpected(),
            };
            Take();
            if (!seen.Add(clause))
            {
                throw SyntaxError.Invalid(Kind, $"The \"{clause}\" section can only be used once in an update expression;");
            }

            do
            {
                _actions.Add(parse());
            }
            while (AcceptSymbol(","));
        }
    }

    private SetAction ParseSet()
    {
        var path = ParsePath();
        ExpectSymbol("=");
        return new SetAction(path, ParseSum());
    }

    private AddAction ParseAdd()
    {
        var path = ParsePath();
        var operand = ParseConstant();
        if (operand.Value.Kind != ValueKind.N && !operand.Value.Kind.IsSet())
        {
            throw WrongOperand("ADD", operand.Value);
        }

        return new AddAction(path, operand.Value);
    }

    private DeleteAction ParseDelete()
    {
        var path = ParsePath();
        var operand = ParseConstant();
        return operand.Value is SetValue set ? new DeleteAction(path, set) : throw WrongOperand("DELETE", operand.Value);
    }

    private AmazonDynamoDBException WrongOperand(string clause, Value operand) => SyntaxError.Invalid(
        Kind,
        $"Incorrect operand type for operator or function; operator: {clause}, operand type: "
        + $"{operand.Kind.LongName()}");

    // One operator at most: DynamoDB's grammar has no longer sums.
    private Operand ParseSum()
    {
        var left = ParseOperand();
        if (!Current.IsSymbol("+") && !Current.IsSymbol("-"))
        {
            return left;
        }

        var sign = Take().Text;
        var right = ParseOperand();
        RequireKind(left, sign, static kind => kind == ValueKind.N);
        RequireKind(right, sign, static kind => kind == ValueKind.N);
        return new SumOperand(left, right, sign == "-");
    }

    private Operand ParseOperand()
    {
        if (AcceptSymbol("("))
        {
            var sum = ParseSum();
            ExpectSymbol(")");
            return sum;
        }

        if (Current.Kind == TokenKind.ValuePlaceholder)
        {
            return ParseConstant();
        }

        return AtFunction ? ParseFunction() : new PathOperand(ParsePath());
    }

    private Operand ParseFunction()
    {
        var function = Take().Text;
        switch (function)
        {
            case "if_not_exists":
                var arguments = ParseArguments(function, 2, ParseOperand);
                return arguments[0] is PathOperand path
                    ? new IfNotExistsOperand(path, arguments[1])
                    : throw SyntaxError.Invalid(
                        Kind, $"Operator or function requires a document path; operator or function: {function}");
            case "list_append":
                var lists = ParseArguments(function, 2, ParseOperand);
                RequireKind(lists[0], function, static kind => kind == ValueKind.L);
                RequireKind(lists[1], function, static kind => kind == ValueKind.L);
                return new ListAppendOperand(lists[0], lists[1]);
            default:
                throw UnknownFunction(function);
        }
    }
}
