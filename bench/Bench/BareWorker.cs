using System.Runtime.InteropServices;
using Federated.Learning.Data;
using Federated.Learning.Native;
using Federated.Learning.Numerics;
using Federated.Learning.Tasks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Federated.Bench;

/// <summary>One thread's CNN28, written out.</summary>
internal sealed unsafe class BareWorker
{
    private const int BatchSize = 50;
    private const int Epochs = 5;
    private const float Rate = 0.1f;
    private const float Decay = 0.001f;
    private const float Prox = 0.1f;
    private const float Rho = 0.1f;
    private static readonly long[][] _shapes = [[16, 1, 5, 5], [16], [32, 16, 5, 5], [32], [128, 512], [128], [10, 128], [10]];
    private readonly ImageSet _samples;
    private readonly bool _fedSpeed;
    private readonly Tensor[] _p;
    private readonly Tensor _images = zeros(BatchSize, 28, 28, 1);
    private readonly Tensor _labels = zeros(BatchSize, dtype: ScalarType.Int64);
    private readonly Tensor _flat;
    private readonly Tensor _flatGradient;
    private readonly float[] _saved;
    private readonly float[] _linear;
    private readonly HashSet<int> _passed = [];

    public BareWorker(ImageSet samples, bool fedSpeed)
    {
        set_num_threads(1);
        _samples = samples;
        _fedSpeed = fedSpeed;
        var length = (int)_shapes.Sum(shape => shape.Aggregate(1L, (a, b) => a * b));
        (_flat, _flatGradient) = (zeros(length), zeros(length));
        (_saved, _linear, Sum) = (new float[length], new float[length], new float[length]);
        _p = [.. Leaves()];
    }

    public float[] Sum { get; }

    public int Steps { get; private set; }

    private Span<float> X => Values(_flat);

    private Span<float> Gradient => Values(_flatGradient);

    public float[] InitialPoint() => [.. Enumerable.Range(0, _saved.Length).Select(i => 0.1f * MathF.Sin(i * 12.9898f))];

    public void Reset()
    {
        Array.Clear(Sum);
        Steps = 0;
    }

    public void Train(ReadOnlySpan<int> samples, float[] start)
    {
        start.CopyTo(X);
        FlatVector.Scale<float>(_linear, -Prox, start);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            for (var i = 0; i + BatchSize <= samples.Length; i += BatchSize)
            {
                _samples.Gather(samples.Slice(i, BatchSize), Values(_images));
                _samples.GatherLabels(samples.Slice(i, BatchSize), MemoryMarshal.Cast<byte, long>(_labels.bytes));
                Step();
                Steps++;
            }
        }

        FlatVector.AddScaled<float>(Sum, 1.0, X);
        FlatVector.AddScaled<float>(Sum, -1.0, start);
    }

    private void Step()
    {
        Backward();
        if (!_fedSpeed)
        {
            var c = Math.Min(1.0, 10.0 / (FlatVector.Norm<float>(Gradient) + 1e-6));
            FlatVector.Combine<float>(X, 1.0 - (Rate * Decay), X, -Rate * c, Gradient);
            return;
        }

        X.CopyTo(_saved);
        FlatVector.AddScaled<float>(X, Rho / (FlatVector.Norm<float>(Gradient) + 1e-7), Gradient);
        Backward();
        var clip = Math.Min(1.0, 10.0 / (FlatVector.Norm<float>(Gradient) + 1e-6));
        FlatVector.Combine<float>(X, 1.0 - (Rate * (Decay + Prox)), _saved, -Rate * clip, Gradient, -Rate, _linear);
    }

    private void Backward()
    {
        Gradient.Clear();
        using var turn = FirstUse.Enter(_passed, BatchSize);
        using var scope = NewDisposeScope();
        var x = F.max_pool2d(F.conv2d(_images.permute(0, 3, 1, 2), _p[0], _p[1], [1, 1], [0, 0]), 2).relu();
        x = F.max_pool2d(F.conv2d(x, _p[2], _p[3], [1, 1], [0, 0]), 2).relu().flatten(1);
        x = F.linear(F.linear(x, _p[4], _p[5]).relu(), _p[6], _p[7]);
        F.cross_entropy(x, _labels).backward();
    }

    private IEnumerable<Tensor> Leaves()
    {
        var offset = 0L;
        foreach (var shape in _shapes)
        {
            var count = shape.Aggregate(1L, (a, b) => a * b);
            var leaf = _flat.narrow(0, offset, count).view(shape).detach().requires_grad_();
            leaf.grad = _flatGradient.narrow(0, offset, count).view(shape).detach();
            offset += count;
            yield return leaf;
        }
    }

    private static Span<float> Values(Tensor tensor) =>
        new(TensorMemory.Address<float>(tensor), (int)tensor.numel());
}
