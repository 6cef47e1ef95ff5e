using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class ConditionTests(Twins twins) : IClassFixture<Twins>
{
    private const string Item =
        """
        {"pk":"PK","n":5,"n2":5,"s":"hello","neg":-1.5,"yes":true,"nope":false,"nil":null,"bin":{"$B":"AQID"},
         "ss":{"$SS":["a","b"]},"ns":{"$NS":[1,2.50]},"bs":{"$BS":["AQ==","Ag=="]},"l":[1,"two",{"x":[3]}],"m":{"a":1,"b":{"c":"deep"}},
         "el":[],"em":{},"emoji":"\ud83d\ude00","big":12345678901234567890123456789012345678}
        """;

    private const string Values =
        """
        {":1":1,":5":5,":5s":"5",":6":6,":4":4,":hello":"hello",":h":"he",":l":"l",":t":true,":f":false,":nil":null,":a":"a",":z":"z",
         ":two":"two",":ss":{"$SS":["b","a"]},":ss2":{"$SS":["a"]},":ns":{"$NS":[2.5,1.0]},":25":2.5,":bin":{"$B":"AQID"},":b1":{"$B":"AQ=="},
         ":list":[1,"two",{"x":[3]}],":map":{"b":{"c":"deep"},"a":1.0},":S":"S",":N":"N",":bad":"X",":el":[],":em":{},":x":{"x":[3]},
         ":2":2,":3":3,":0":0,":deep":"deep",":50":5.0,":big":12345678901234567890123456789012345677}
        """;

    public static TheoryData<string> Conditions => Requests.Rows(
        """
        n = :5
        n = :50
        n = :5s
        n = n2
        n = n
        n <> :5
        n <> :5s
        n < :6
        n <= :5
        n > :4
        n >= :6
        n < :hello
        big > :big
        s = :hello
        s < :z
        s > :a
        neg < :0
        gone = :5
        gone <> :5
        gone < :5
        gone = gone2
        gone <> gone2
        NOT gone = :5
        n = gone
        n <> gone
        :5 = n
        :5 = :5
        :5 = :6
        yes = :t
        yes < :t
        yes <> nope
        nil = :nil
        ss = :ss
        ss = :ss2
        ns = :ns
        ss < :ss
        l = :list
        m = :map
        l < :list
        el = :el
        em = :em
        bin = :bin
        bin > :b1
        m.b.c = :deep
        m.a = :1
        l[0] = :1
        l[2].x[0] = :3
        l[9] = :1
        m.gone.c = :1
        s.x = :1
        n BETWEEN :4 AND :6
        n BETWEEN :5 AND :5
        n BETWEEN :6 AND :4
        n BETWEEN :4 AND :hello
        n BETWEEN :t AND :f
        :5 BETWEEN n AND n2
        gone BETWEEN :4 AND :6
        s BETWEEN :a AND :z
        n IN (:4, :5)
        n IN (:4)
        n IN ()
        n IN (:4, n2)
        n IN (n)
        s IN (:5s, :hello)
        gone IN (:5)
        l IN (:list)
        n = :5 AND s = :hello
        n = :5 AND s = :a
        n = :4 OR s = :hello
        n = :4 OR n = :5 AND s = :a
        (n = :4 OR n = :5) AND s = :hello
        NOT n = :4
        NOT (n = :5 AND s = :hello)
        not n = :4 and s = :hello
        NOT NOT n = :5
        ((n = :5))
        (n = :5)
        ((n = :5) AND (s = :hello))
        ((n = :5) AND s = :hello)
        (n) = :5
        attribute_exists(n)
        attribute_exists(nil)
        attribute_exists(gone)
        attribute_exists(m.b.c)
        attribute_exists(l[5])
        attribute_exists(:5)
        attribute_not_exists(n)
        attribute_not_exists(gone)
        attribute_not_exists(m.zz)
        ATTRIBUTE_EXISTS(n)
        attribute_exists(n, s)
        attribute_exists()
        attribute_type(s, :S)
        attribute_type(n, :S)
        attribute_type(n, :N)
        attribute_type(gone, :N)
        attribute_type(n, :bad)
        attribute_type(n, :5)
        attribute_type(n, s)
        begins_with(s, :h)
        begins_with(s, :l)
        begins_with(s, :5)
        begins_with(n, :h)
        begins_with(bin, :b1)
        begins_with(s, :hello)
        begins_with(gone, :h)
        begins_with(s, s)
        begins_with(:hello, :h)
        contains(s, :l)
        contains(s, :z)
        contains(s, :5)
        contains(n, :5)
        contains(ss, :a)
        contains(ss, :z)
        contains(ss, :5)
        contains(ns, :25)
        contains(ns, :5s)
        contains(bs, :b1)
        contains(bin, :b1)
        contains(l, :two)
        contains(l, :1)
        contains(l, :x)
        contains(l, :z)
        contains(m, :a)
        contains(l, :list)
        contains(ss, :ss2)
        contains(gone, :a)
        contains(:hello, :h)
        size(s) = :5
        size(bin) = :3
        size(ss) = :2
        size(l) = :3
        size(m) = :2
        size(emoji) = :1
        size(emoji) = :2
        size(emoji) = :4
        size(n) = :1
        size(n) <> :1
        size(gone) = :0
        size(yes) = :1
        size(:5) = :1
        size(:hello) = :5
        size(el) = :0
        size(s) > size(ss)
        size(s) BETWEEN :4 AND :6
        size(s)
        SIZE(s) = :5
        foo(n)
        foo(n) = :5
        n
        n =
        = :5
        n == :5
        n = :5 AND
        n = :5 n = :5
        n ! :5
        n = 5
        n = #undefined
        n = :undefined
        name = :hello
        #name = :hello
        AND = :5
        n = :5 # s
        n = :
        m.
        m..b = :5
        l[] = :5
        l[a] = :5
        l[:1] = :5
        l[-1] = :5
        l[99999999999] = :5
        _n = :5
        n-2 = :5
        n + :1 = :6
        if_not_exists(n, :5) = :5
        """);

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_condition_comes_to_the_same(string condition)
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));

        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item))
        {
            ConditionExpression = condition,
            ExpressionAttributeValues = Requests.ValuesIn(Values, condition),
            ExpressionAttributeNames = condition.Contains("#name") ? new() { ["#name"] = "s" } : null,
        });
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_filter_comes_to_the_same(string condition)
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));

        await twins.SameAsync(() => new ScanRequest(twins.Name(Twins.Simple))
        {
            FilterExpression = condition,
            ExpressionAttributeValues = Requests.ValuesIn(Values, condition),
            ExpressionAttributeNames = condition.Contains("#name") ? new() { ["#name"] = "s" } : null,
        });
    }
}
