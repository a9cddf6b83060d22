using System.Diagnostics;

namespace Federated.Equivalence.Tests;

/// <summary>The program as a process of its own.</summary>
internal sealed class FedProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private FedProcess(Process process) =>
        (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static FedProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "fed.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return new FedProcess(Process.Start(start)!);
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Whether it ends in some time.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(time));
        return _process.HasExited;
    }

    /// <summary>Waits for the end, which has to be a good one.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"fed ended with {_process.ExitCode}:\n{await _output}\n{await _error}");
        }
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
