using System.CommandLine;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Federated.Simulator.Commands;

/// <summary>The log of programs that stay for a while: on the error stream, results have the other to themselves.</summary>
internal static class ConsoleLog
{
    /// <summary>Whether it is for programs.</summary>
    public static Option<bool> Json { get; } = new("--log-json") { Description = "write the log as one JSON object per line, with run, node, round and client" };

    /// <summary>What the user asks for.</summary>
    public static LogStyle Style(ParseResult parsed) => parsed.GetValue(Json) ? LogStyle.Json : LogStyle.Text;

    /// <summary>Opens it; requests that went well are not news.</summary>
    /// <param name="style">for whom</param>
    /// <param name="properties">what every message says besides, for programs</param>
    public static Logger Open(LogStyle style, params (string Name, string Value)[] properties)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Grpc", LogEventLevel.Warning);
        foreach (var (name, value) in properties)
        {
            configuration = configuration.Enrich.WithProperty(name, value);
        }

        configuration = style == LogStyle.Json
            ? configuration.WriteTo.Console(new CompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture);
        return configuration.CreateLogger();
    }
}
