using System.Globalization;
using Federated.Learning.Data.Downloads;
using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>Shows how a download goes on.</summary>
internal sealed class StatusProgress(StatusContext status) : IProgress<DownloadProgress>
{
    private const double Mebibyte = 1 << 20;

    public void Report(DownloadProgress value)
    {
        var total = value.Total is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes / Mebibyte:F1}") : "";
        status.Status = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{value.File}: {value.Bytes / Mebibyte:F1}{total} MiB"));
    }
}
