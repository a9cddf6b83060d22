using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Federated.Simulator.Commands;

/// <summary>The log of programs that stay for a while: on the error stream, results have the other to themselves.</summary>
internal static class ConsoleLog
{
    /// <summary>Opens it; requests that went well are not news.</summary>
    public static Logger Open() => new LoggerConfiguration()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
        .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture)
        .CreateLogger();
}
