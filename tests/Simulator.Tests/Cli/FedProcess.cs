using System.Diagnostics;
using System.Text;

namespace Federated.Simulator.Tests.Cli;

/// <summary>The program as a process of its own, as a user starts it.</summary>
internal sealed class FedProcess : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly Task<string> _error;

    private FedProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static FedProcess Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "fed.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new FedProcess(Process.Start(start)!);
    }

    public static FedProcess Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    /// <summary>Runs to the end.</summary>
    public static async Task<FedResult> RunAsync(params string[] args)
    {
        using var process = Start(args);
        return await process.EndAsync();
    }

    /// <summary>Reads the output until a line starts like this.</summary>
    public async Task ReadUntilAsync(string start)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(_patience) is { } line)
        {
            _seen.Append(line).Append('\n');
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"No line starts with '{start}' in:\n{_seen}\n{await _error}");
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>What a power failure does, nearly.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    public async Task<FedResult> EndAsync()
    {
        _seen.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(_patience));
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return new FedResult(_process.ExitCode, _seen.ToString(), await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
