using Federated.Learning.Data.Text;
using Federated.Learning.LanguageModels;
using Federated.Learning.Native;
using static TorchSharp.torch;

namespace Federated.Learning.Tasks;

/// <summary>
/// Resident tensors for one mini-batch of sequences. What is predicted are rows of the logits: of next tokens all of them, of prompts the row
/// of each one's last token, at the answers' columns.
/// </summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly Tensor _tokens;
    private readonly Tensor _targets;
    private readonly Tensor _rows;
    private readonly Tensor? _answers;
    private readonly long* _tokensAddress;
    private readonly long* _targetsAddress;
    private readonly long* _rowsAddress;
    private int _time;

    /// <param name="samples">a set like those that the buffer will hold</param>
    /// <param name="capacity">most sequences</param>
    /// <param name="longest">most tokens in any of them</param>
    public TokenBatch(TokenSet samples, int capacity, int longest)
    {
        using var noGrad = no_grad();
        var predictsTokens = samples.Answers.IsEmpty;
        _tokens = zeros((long)capacity * longest, ScalarType.Int64).DetachFromDisposeScope();
        _targets = zeros(predictsTokens ? (long)capacity * longest : capacity, ScalarType.Int64).DetachFromDisposeScope();
        _rows = zeros(predictsTokens ? 0 : capacity, ScalarType.Int64).DetachFromDisposeScope();
        _answers = predictsTokens ? null : tensor(Array.ConvertAll(samples.Answers.ToArray(), answer => (long)answer)).DetachFromDisposeScope();
        _tokensAddress = TensorMemory.Address<long>(_tokens);
        _targetsAddress = TensorMemory.Address<long>(_targets);
        _rowsAddress = predictsTokens ? null : TensorMemory.Address<long>(_rows);
    }

    /// <summary>Number of sequences in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>Number of predictions in the buffer: tokens or answers.</summary>
    public int Predictions { get; private set; }

    /// <summary>Tells shapes of batches apart.</summary>
    public int Shape => unchecked((Count * 65537) + _time);

    /// <summary>What is to be predicted: [<see cref="Predictions"/>], belongs to the caller's dispose scope.</summary>
    public Tensor Targets => _targets.narrow(0, 0, Predictions);

    /// <summary>Copies sequences in; shorter ones are filled up behind their end, which no token before it sees.</summary>
    public void Fill(TokenSet samples, ReadOnlySpan<int> indices)
    {
        Count = indices.Length;
        var ahead = _answers is null ? 1 : 0;
        _time = 0;
        foreach (var index in indices)
        {
            _time = Math.Max(_time, samples.Tokens(index).Length - ahead);
        }

        Predictions = _answers is null ? Count * _time : Count;
        for (var i = 0; i < Count; i++)
        {
            Fill(i, samples.Tokens(indices[i]), samples.Labels[indices[i]]);
        }
    }

    /// <summary>Scores of what may come: [<see cref="Predictions"/>, tokens or answers], in the caller's dispose scope.</summary>
    public Tensor Logits(Transformer network, IReadOnlyList<Tensor> p)
    {
        var tokens = _tokens.narrow(0, 0, (long)Count * _time).view(Count, _time);
        return _answers is null
            ? network.Logits(p, tokens).flatten(0, 1)
            : network.Logits(p, tokens, _rows.narrow(0, 0, Count), _answers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens.Dispose();
        _targets.Dispose();
        _rows.Dispose();
        _answers?.Dispose();
    }

    private void Fill(int row, ReadOnlySpan<int> sequence, int label)
    {
        var tokens = new Span<long>(_tokensAddress + ((long)row * _time), _time);
        tokens.Clear();
        var seen = _answers is null ? sequence[..^1] : sequence;
        for (var t = 0; t < seen.Length; t++)
        {
            tokens[t] = seen[t];
        }

        if (_answers is not null)
        {
            _targetsAddress[row] = label;
            _rowsAddress[row] = ((long)row * _time) + seen.Length - 1;
            return;
        }

        for (var t = 0; t < seen.Length; t++)
        {
            _targetsAddress[((long)row * _time) + t] = sequence[t + 1];
        }
    }
}
