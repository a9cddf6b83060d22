using System.Diagnostics;

namespace Federated.Bench;

/// <summary>A process of this program with nodes in it.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly Process _process;

    private Crowd(Process process) => _process = process;

    /// <summary>Starts it, and waits until its nodes have joined.</summary>
    public static async Task<Crowd> StartAsync(Uri coordinator, int floats, int nodes)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var word in new[] { typeof(Crowd).Assembly.Location, "crowd", coordinator.ToString(), $"{floats}", $"{nodes}" })
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync() == "joined"
            ? new Crowd(process)
            : throw new InvalidOperationException("The nodes did not join.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
