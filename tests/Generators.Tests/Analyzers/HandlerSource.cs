namespace DynamoHandlers.Generators.Tests.Analyzers;

/// <summary>A small shop around the handlers of a test.</summary>
internal static class HandlerSource
{
    public static string InClass(string handlers) => $$"""
        [StreamEntity(Table = "Orders")]
        public class Order
        {
            public string Id { get; set; } = "";
            public List<Line> Lines { get; set; } = [];
        }

        public class Line { public int Count { get; set; } }

        public interface IMailer
        {
            Task SendAsync(Order order, CancellationToken stop = default);
            Task SendAsync(string text, bool urgent = false, CancellationToken stop = default);
            ValueTask<int> CountAsync();
            ValueTask<int> CountAsync(CancellationToken stop);
            Task<T> LoadAsync<T>(string key);
            Task<T> LoadAsync<T>(string key, CancellationToken stop);
            void Flush();
            void Flush(CancellationToken stop);
            Task Forever();
            Task LogAsync(params object[] parts);
            Task LogAsync(object[] parts, CancellationToken stop);
        }

        public class Handlers(IMailer mailer)
        {
            public IMailer Mailer => mailer;
            {{handlers}}
        }
        """;
}
