namespace Federated.Simulator.Progress;

/// <summary>How progress is shown.</summary>
internal enum ProgressStyle
{
    /// <summary>A live line on a terminal, plain lines when redirected.</summary>
    Auto,

    /// <summary>Only errors.</summary>
    Quiet,

    /// <summary>One JSON object per line.</summary>
    Json,
}
