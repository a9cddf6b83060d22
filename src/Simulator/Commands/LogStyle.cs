namespace Federated.Simulator.Commands;

/// <summary>For whom a log is written.</summary>
internal enum LogStyle
{
    /// <summary>People.</summary>
    Text,

    /// <summary>Programs: a JSON object per line, with the properties of every message.</summary>
    Json,
}
