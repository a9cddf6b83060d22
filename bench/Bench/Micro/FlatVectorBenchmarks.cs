using BenchmarkDotNet.Attributes;
using Federated.Learning.Numerics;

namespace Federated.Bench.Micro;

/// <summary>The fused local step against the same mathematics in separate passes.</summary>
public class FlatVectorBenchmarks
{
    private float[] _x = [];
    private float[] _g = [];
    private float[] _p = [];

    /// <summary>Length d: CNN28, the pfl-research CNN, ResNet-18.</summary>
    [Params(80_202, 1_626_442, 11_181_642)]
    public int Dimension { get; set; }

    /// <summary>Fills the vectors.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _x = [.. Enumerable.Range(0, Dimension).Select(i => MathF.Sin(i))];
        _g = [.. _x.Select(v => 0.5f * v)];
        _p = [.. _x.Select(v => 0.25f * v)];
    }

    /// <summary>Norm, then x = a x + b g + c p.</summary>
    [Benchmark]
    public double Fused()
    {
        var norm = FlatVector.Norm<float>(_g);
        FlatVector.Combine<float>(_x, 0.9999, _x, -1e-6, _g, 1e-6, _p);
        return norm;
    }

    /// <summary>Norm, clip, prox, weight decay and step, one after the other.</summary>
    [Benchmark(Baseline = true)]
    public double Separate()
    {
        var norm = FlatVector.Norm<float>(_g);
        FlatVector.Scale<float>(_g, 1.0, _g);
        FlatVector.AddScaled<float>(_g, 1e-6, _p);
        FlatVector.AddScaled<float>(_g, 1e-6, _x);
        FlatVector.AddScaled<float>(_x, -1e-6, _g);
        return norm;
    }
}
