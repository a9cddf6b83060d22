using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// C = A B or C += A B with the rows of B and C contiguous: each element of A multiplies a row of B. A is addressed by two distances, so that its
/// transpose costs nothing. Rows of B may be read up to a whole vector past their end.
/// </summary>
internal static unsafe class BroadcastProduct
{
    /// <summary>Multiplies.</summary>
    /// <param name="size">rows of C, columns of C, and the inner length</param>
    /// <param name="a">A, with the distances between its rows and between its columns</param>
    /// <param name="b">B, with the distance between its rows</param>
    /// <param name="c">C, with the distance between its rows</param>
    /// <param name="adds">whether C is added to, and not overwritten</param>
    public static void Run<T>((int Rows, int Columns, int Inner) size, Operand<T> a, Operand<T> b, Operand<T> c, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        var column = 0;
        for (; column + (4 * lanes) <= size.Columns; column += 4 * lanes)
        {
            var row = 0;
            for (; row + 4 <= size.Rows; row += 4)
            {
                FourByFour(size.Inner, a.Row(row), b.Column(column), c.At(row, column), adds);
            }

            for (; row < size.Rows; row++)
            {
                OneByFour(size.Inner, a.Row(row), b.Column(column), c.At(row, column), adds);
            }
        }

        for (; column + (2 * lanes) <= size.Columns; column += 2 * lanes)
        {
            var row = 0;
            for (; row + 8 <= size.Rows; row += 8)
            {
                EightByTwo(size.Inner, a.Row(row), b.Column(column), c.At(row, column), adds);
            }

            for (; row < size.Rows; row++)
            {
                OneByTwo(size.Inner, a.Row(row), b.Column(column), c.At(row, column), adds);
            }
        }

        for (; column < size.Columns; column += lanes)
        {
            var width = Math.Min(lanes, size.Columns - column);
            var row = 0;
            for (; row + 4 <= size.Rows; row += 4)
            {
                FourByOne(size.Inner, a.Row(row), b.Column(column), c.At(row, column), width, adds);
            }

            for (; row < size.Rows; row++)
            {
                var sum = Vector512<T>.Zero;
                for (var k = 0; k < size.Inner; k++)
                {
                    sum = Lane<T>.MultiplyAdd(Vector512.Create(a.Row(row)[0, k]), Vector512.Load(b.Column(column).Address + ((nint)k * b.RowStride)), sum);
                }

                Put(c.At(row, column).Address, sum, width, adds);
            }
        }
    }

    private static void FourByFour<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        T* a0 = a.Address, a1 = a.Row(1).Address, a2 = a.Row(2).Address, a3 = a.Row(3).Address;
        var from = b.Address;
        nint at = 0;
        for (var k = 0; k < inner; k++, from += b.RowStride, at += a.ColumnStride)
        {
            var (b0, b1, b2, b3) = (Vector512.Load(from), Vector512.Load(from + lanes), Vector512.Load(from + (2 * lanes)), Vector512.Load(from + (3 * lanes)));
            var x = Vector512.Create(a0[at]);
            s00 = Lane<T>.MultiplyAdd(x, b0, s00);
            s01 = Lane<T>.MultiplyAdd(x, b1, s01);
            s02 = Lane<T>.MultiplyAdd(x, b2, s02);
            s03 = Lane<T>.MultiplyAdd(x, b3, s03);
            x = Vector512.Create(a1[at]);
            s10 = Lane<T>.MultiplyAdd(x, b0, s10);
            s11 = Lane<T>.MultiplyAdd(x, b1, s11);
            s12 = Lane<T>.MultiplyAdd(x, b2, s12);
            s13 = Lane<T>.MultiplyAdd(x, b3, s13);
            x = Vector512.Create(a2[at]);
            s20 = Lane<T>.MultiplyAdd(x, b0, s20);
            s21 = Lane<T>.MultiplyAdd(x, b1, s21);
            s22 = Lane<T>.MultiplyAdd(x, b2, s22);
            s23 = Lane<T>.MultiplyAdd(x, b3, s23);
            x = Vector512.Create(a3[at]);
            s30 = Lane<T>.MultiplyAdd(x, b0, s30);
            s31 = Lane<T>.MultiplyAdd(x, b1, s31);
            s32 = Lane<T>.MultiplyAdd(x, b2, s32);
            s33 = Lane<T>.MultiplyAdd(x, b3, s33);
        }

        PutFour(c.Address, s00, s01, s02, s03, adds);
        PutFour(c.Row(1).Address, s10, s11, s12, s13, adds);
        PutFour(c.Row(2).Address, s20, s21, s22, s23, adds);
        PutFour(c.Row(3).Address, s30, s31, s32, s33, adds);
    }

    private static void OneByFour<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        T* from = b.Address, x = a.Address;
        for (var k = 0; k < inner; k++, from += b.RowStride, x += a.ColumnStride)
        {
            var factor = Vector512.Create(*x);
            s0 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from), s0);
            s1 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from + lanes), s1);
            s2 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from + (2 * lanes)), s2);
            s3 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from + (3 * lanes)), s3);
        }

        PutFour(c.Address, s0, s1, s2, s3, adds);
    }

    private static void EightByTwo<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        Vector512<T> s40 = default, s41 = default, s50 = default, s51 = default, s60 = default, s61 = default, s70 = default, s71 = default;
        nint step = a.RowStride;
        T* upper = a.Address, lower = a.Row(4).Address, from = b.Address;
        for (var k = 0; k < inner; k++, from += b.RowStride, upper += a.ColumnStride, lower += a.ColumnStride)
        {
            var (b0, b1) = (Vector512.Load(from), Vector512.Load(from + lanes));
            var x = Vector512.Create(upper[0]);
            s00 = Lane<T>.MultiplyAdd(x, b0, s00);
            s01 = Lane<T>.MultiplyAdd(x, b1, s01);
            x = Vector512.Create(upper[step]);
            s10 = Lane<T>.MultiplyAdd(x, b0, s10);
            s11 = Lane<T>.MultiplyAdd(x, b1, s11);
            x = Vector512.Create(upper[2 * step]);
            s20 = Lane<T>.MultiplyAdd(x, b0, s20);
            s21 = Lane<T>.MultiplyAdd(x, b1, s21);
            x = Vector512.Create(upper[3 * step]);
            s30 = Lane<T>.MultiplyAdd(x, b0, s30);
            s31 = Lane<T>.MultiplyAdd(x, b1, s31);
            x = Vector512.Create(lower[0]);
            s40 = Lane<T>.MultiplyAdd(x, b0, s40);
            s41 = Lane<T>.MultiplyAdd(x, b1, s41);
            x = Vector512.Create(lower[step]);
            s50 = Lane<T>.MultiplyAdd(x, b0, s50);
            s51 = Lane<T>.MultiplyAdd(x, b1, s51);
            x = Vector512.Create(lower[2 * step]);
            s60 = Lane<T>.MultiplyAdd(x, b0, s60);
            s61 = Lane<T>.MultiplyAdd(x, b1, s61);
            x = Vector512.Create(lower[3 * step]);
            s70 = Lane<T>.MultiplyAdd(x, b0, s70);
            s71 = Lane<T>.MultiplyAdd(x, b1, s71);
        }

        PutTwo(c.Address, s00, s01, adds);
        PutTwo(c.Row(1).Address, s10, s11, adds);
        PutTwo(c.Row(2).Address, s20, s21, adds);
        PutTwo(c.Row(3).Address, s30, s31, adds);
        PutTwo(c.Row(4).Address, s40, s41, adds);
        PutTwo(c.Row(5).Address, s50, s51, adds);
        PutTwo(c.Row(6).Address, s60, s61, adds);
        PutTwo(c.Row(7).Address, s70, s71, adds);
    }

    private static void OneByTwo<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s0 = default, s1 = default;
        T* from = b.Address, x = a.Address;
        for (var k = 0; k < inner; k++, from += b.RowStride, x += a.ColumnStride)
        {
            var factor = Vector512.Create(*x);
            s0 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from), s0);
            s1 = Lane<T>.MultiplyAdd(factor, Vector512.Load(from + lanes), s1);
        }

        PutTwo(c.Address, s0, s1, adds);
    }

    private static void FourByOne<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, int width, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        T* a0 = a.Address, a1 = a.Row(1).Address, a2 = a.Row(2).Address, a3 = a.Row(3).Address;
        var from = b.Address;
        nint at = 0;
        for (var k = 0; k < inner; k++, from += b.RowStride, at += a.ColumnStride)
        {
            var value = Vector512.Load(from);
            s0 = Lane<T>.MultiplyAdd(Vector512.Create(a0[at]), value, s0);
            s1 = Lane<T>.MultiplyAdd(Vector512.Create(a1[at]), value, s1);
            s2 = Lane<T>.MultiplyAdd(Vector512.Create(a2[at]), value, s2);
            s3 = Lane<T>.MultiplyAdd(Vector512.Create(a3[at]), value, s3);
        }

        Put(c.Address, s0, width, adds);
        Put(c.Row(1).Address, s1, width, adds);
        Put(c.Row(2).Address, s2, width, adds);
        Put(c.Row(3).Address, s3, width, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutFour<T>(T* c, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Put(c, s0, lanes, adds);
        Put(c + lanes, s1, lanes, adds);
        Put(c + (2 * lanes), s2, lanes, adds);
        Put(c + (3 * lanes), s3, lanes, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutTwo<T>(T* c, Vector512<T> s0, Vector512<T> s1, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Put(c, s0, lanes, adds);
        Put(c + lanes, s1, lanes, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* c, Vector512<T> sum, int width, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (width == Lane<T>.Count)
        {
            (adds == Write.Adds ? sum + Vector512.Load(c) : sum).Store(c);
            return;
        }

        for (var i = 0; i < width; i++)
        {
            c[i] = adds == Write.Adds ? c[i] + sum[i] : sum[i];
        }
    }
}
