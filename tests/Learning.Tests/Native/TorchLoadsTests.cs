using System.Diagnostics;
using TorchSharp;
using Xunit;

namespace Federated.Learning.Tests.Native;

public sealed class TorchLoadsTests
{
    [Fact]
    public void A_sum_is_computed_by_the_native_library()
    {
        using var values = torch.tensor(new[] { 1f, 2f, 3.5f });
        using var sum = values.sum();

        Assert.Equal(6.5f, sum.item<float>());
    }

    [Fact]
    public void The_native_library_comes_from_the_output_folder()
    {
        torch.InitializeDeviceType(DeviceType.CPU);

        using var process = Process.GetCurrentProcess();
        var loaded = process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .Where(path => path.Contains("LibTorchSharp", StringComparison.Ordinal));

        Assert.StartsWith(AppContext.BaseDirectory, Assert.Single(loaded.Distinct()), StringComparison.Ordinal);
    }
}
