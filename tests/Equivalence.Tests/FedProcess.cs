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

    /// <summary>Asks it to stop: SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="code">the exit code that it has to have</param>
    public async Task EndAsync(int code = 0)
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (_process.ExitCode != code)
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
